import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../../electron/engine/data/data-folder.ts';

describe('the data folder', () => {
  it.each([
    ['linux', {}, '/home/ada/.config/Voxtally'],
    ['linux', { XDG_CONFIG_HOME: '/cfg' }, '/cfg/Voxtally'],
    ['darwin', {}, '/home/ada/Library/Application Support/Voxtally'],
    ['linux', { VOXTALLY_HOME: '/elsewhere' }, '/elsewhere'],
    ['darwin', { VOXTALLY_HOME: '/elsewhere' }, '/elsewhere'],
    ['linux', { VOXTALLY_HOME: '~/bench data' }, '/home/ada/bench data'],
    ['linux', { VOXTALLY_HOME: '~' }, '/home/ada'],
    ['linux', { VOXTALLY_HOME: './~bench' }, resolve('~bench')],
    ['linux', { VOXTALLY_HOME: '' }, '/home/ada/.config/Voxtally'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(dataFolder({ env, platform, home: '/home/ada' })).toBe(expected);
  });
});
