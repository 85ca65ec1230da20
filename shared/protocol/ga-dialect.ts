import { asObject } from '../kit/json.ts';
import { hasMember, type DialectForm } from './dialect-form.ts';

const ownEvents = /^(?:response\.output_(?:text|audio|audio_transcript)\.|conversation\.item\.added$)/;

/** The released protocol, which the bench itself speaks. */
export const ga = {
  id: 'ga',
  label: 'GA',
  serverInGa: (event) => event,
  clientInGa: (event) => event,
  clientOnWire: (event) => event,
  ownEvent: (type) => ownEvents.test(type),
  ownMembers: ['type', 'audio', 'output_modalities', 'max_output_tokens'],
  ownSession: (session) => asObject(session['audio']) !== undefined || hasMember(session, ['output_modalities']),
  gaName: (type) => type,
} as const satisfies DialectForm;
