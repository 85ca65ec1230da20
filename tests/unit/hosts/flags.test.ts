import { describe, expect, it } from 'vitest';
import { readFlags } from '../../../electron/hosts/start/plan.ts';

const refusal = (...args: string[]): string => {
  const read = readFlags(args);
  return read.ok ? 'understood' : read.error.message;
};

describe('the flags of npm start', () => {
  it('default to the best window there is, on the usual port', () => {
    expect(readFlags([])).toEqual({ ok: true, flags: { only: null, port: null, help: false } });
  });

  it('name one way, and a port of the browser host', () => {
    expect(readFlags(['--address-only', '--port', '0'])).toMatchObject({ flags: { only: 'address', port: 0 } });
    expect(readFlags(['--browser'])).toMatchObject({ flags: { only: 'browser' } });
    expect(readFlags(['-h'])).toMatchObject({ flags: { help: true } });
  });

  it('are refused in a sentence when they contradict each other or say nothing', () => {
    expect(refusal('--electron', '--browser')).toContain('Only one of');
    expect(refusal('--electron', '--port', '1')).toContain('--port belongs to the browser host');
    expect(refusal('--port', '65536')).toContain('0 to 65535');
    expect(refusal('--port', '1e3')).toContain('"1e3" is none');
    expect(refusal('--port', '-1')).not.toBe('understood');
    expect(refusal('--window')).toContain('--window');
  });
});
