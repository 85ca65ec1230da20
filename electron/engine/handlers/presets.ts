import { join } from 'node:path';
import type { Handlers } from '../../../shared/bench-api.ts';
import type { EngineContext } from '../context.ts';
import { notify } from '../notify.ts';
import { PresetStore } from '../presets/preset-store.ts';

type PresetHandlers = Pick<Handlers, 'presets.list' | 'presets.save' | 'presets.rename' | 'presets.delete'>;

/** Commands about saved sets of options. */
export function presetHandlers(context: EngineContext): PresetHandlers {
  const path = join(context.services.dataFolder, 'presets.json');
  const store = new PresetStore(path, (text) => notify(context, text));
  return {
    'presets.list': () => store.list(),
    'presets.save': ({ name, options }) => store.save(name, options),
    'presets.rename': ({ name, to }) => store.rename(name, to),
    'presets.delete': ({ name }) => store.delete(name),
  };
}
