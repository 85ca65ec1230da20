import { ok } from '../../../kit/errors.ts';
import { usualApiVersion } from '../../authentication.ts';
import { dialectField, endpointForm, intentField, usualDialect } from '../form-parts/endpoint-form.ts';
import { intentInQuery, query } from '../form-parts/query.ts';

/** What the simulator plays unless somebody names another model. */
export const simulatedModel = 'gpt-realtime-2.1-mini';

/** The embedded deployment on loopback. `mode` echo answers with the caller's own audio. */
export const simulator = endpointForm({
  kind: 'simulator',
  label: 'Simulator',
  vendor: null,
  fields: {
    mode: {
      type: 'choice',
      choices: [
        { value: 'voice', label: 'answers' },
        { value: 'echo', label: 'echo' },
      ],
      name: 'How it answers',
      row: 'Mode',
    },
    model: {
      type: 'text',
      least: 1,
      noun: 'the model',
      label: 'Model',
      placeholder: simulatedModel,
      flag: { name: 'model', value: 'NAME' },
      usual: simulatedModel,
    },
    dialect: dialectField,
    intent: intentField,
  },
  names: 'model',
  usualAuth: 'none',
  chosenBy: null,
  address({ mode, model, dialect = usualDialect, intent: asked }) {
    const intent = intentInQuery(asked);
    const deployment = intent === undefined ? model : undefined;
    const more = { intent, mode: mode === 'echo' ? 'echo' : undefined };
    const path =
      dialect === 'preview'
        ? `/openai/realtime?${query({ 'api-version': usualApiVersion, deployment, ...more })}`
        : `/v1/realtime?${query({ model: deployment, ...more })}`;
    const words = ['simulator', ...(mode === 'echo' ? ['echo'] : []), ...(dialect === 'preview' ? ['preview'] : [])];
    return ok({
      url: path,
      label: words.join(', '),
      deployment: model,
      auth: 'none',
      dialect,
      intent: asked ?? 'conversation',
      headers: {},
    });
  },
});
