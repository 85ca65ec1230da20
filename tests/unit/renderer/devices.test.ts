import { afterEach, expect, it, vi } from 'vitest';
import { deviceIdOf, listDevices } from '../../../renderer/audio/devices.ts';

afterEach(() => vi.unstubAllGlobals());

it('a device that was listed once is not mistaken for another of its name, and is found when it is back', async () => {
  let ids = ['default', 'h1', 'h2'];
  const enumerateDevices = () =>
    Promise.resolve(ids.map((deviceId) => ({ kind: 'audioinput', deviceId, groupId: 'g', label: 'Headset' })));
  vi.stubGlobal('navigator', { mediaDevices: { enumerateDevices } });
  const chosen = { deviceId: 'h1', label: 'Headset' };
  const { inputs } = await listDevices();
  expect(inputs.devices.map(({ deviceId }) => deviceId)).toEqual(['h1', 'h2']);
  ids = ['default', 'h2'];
  expect(await deviceIdOf('inputs', chosen)).toBeNull();
  expect(await deviceIdOf('inputs', { deviceId: 'of another browser', label: 'Headset' })).toBe('h2');
  ids = ['default', 'h2', 'h1'];
  expect(await deviceIdOf('inputs', chosen)).toBe('h1');
});
