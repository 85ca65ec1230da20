import { join } from 'node:path';
import type { Handlers } from '../../../shared/bench-api.ts';
import type { EngineContext } from '../context.ts';
import { PresetStore } from '../presets/preset-store.ts';

type PresetHandlers = Pick<Handlers, 'presets.list' | 'presets.save' | 'presets.rename' | 'presets.delete'>;

/** Commands about saved sets of options. */
export function presetHandlers({ services, clients }: EngineContext): PresetHandlers {
  const note = (text: string): void => {
    services.log(text);
    clients.push({ type: 'notice', text });
  };
  const store = new PresetStore(join(services.dataFolder, 'presets.json'), note);
  return {
    'presets.list': () => store.list(),
    'presets.save': ({ name, options }) => store.save(name, options),
    'presets.rename': ({ name, to }) => store.rename(name, to),
    'presets.delete': ({ name }) => store.delete(name),
  };
}
