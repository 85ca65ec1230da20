import { describe, expect, it } from 'vitest';
import { nextStep, type StartFacts } from '../../../electron/hosts/start/plan.ts';

const present = { state: 'present', executable: '/dist/electron' } as const;
const chrome = { state: 'present', executable: '/usr/bin/chrome', name: 'Chrome' } as const;
const absent = { state: 'absent' } as const;
const noElectron = { state: 'unusable', why: 'Electron could not be fetched.' } as const;

const facts = (more: Partial<StartFacts> = {}): StartFacts => ({
  flags: { only: null, port: null },
  hasDisplay: true,
  electron: present,
  browser: chrome,
  ...more,
});
const only = (way: StartFacts['flags']['only'], more: Partial<StartFacts> = {}): StartFacts =>
  facts({ flags: { only: way, port: null }, ...more });

describe('the way to a window', () => {
  it('is Electron when its runtime is here, without a word', () => {
    expect(nextStep(facts())).toEqual({ step: 'electron', executable: '/dist/electron', says: [] });
  });

  it('fetches the runtime once when it is missing, and says so in one line', () => {
    const step = nextStep(facts({ electron: absent }));
    expect(step.step).toBe('fetch-electron');
    expect(step.says).toHaveLength(1);
  });

  it('is an installed browser when Electron cannot be had, and one line says why', () => {
    expect(nextStep(facts({ electron: noElectron }))).toEqual({
      step: 'browser',
      executable: '/usr/bin/chrome',
      name: 'Chrome',
      says: [noElectron.why],
    });
  });

  it('is the address when there is neither, with a line for each', () => {
    const step = nextStep(facts({ electron: noElectron, browser: absent }));
    expect(step.step).toBe('address');
    expect(step.says).toEqual([noElectron.why, expect.stringContaining('VOXTALLY_BROWSER')]);
  });

  it('is the address without a display, whatever is installed', () => {
    const step = nextStep(facts({ hasDisplay: false }));
    expect(step.step).toBe('address');
    expect(step.says).toEqual([expect.stringContaining('There is no display here')]);
  });

  it('leaves Electron out for who names a port', () => {
    expect(nextStep(facts({ flags: { only: null, port: 8080 } })).step).toBe('browser');
  });

  it('refuses, and says why, when the one way asked for cannot be had', () => {
    expect(nextStep(only('electron', { electron: noElectron }))).toEqual({ step: 'refuse', says: [noElectron.why] });
    expect(nextStep(only('browser', { browser: absent })).step).toBe('refuse');
    expect(nextStep(only('electron', { hasDisplay: false })).says[0]).toContain('Electron needs one');
    expect(nextStep(only('browser', { hasDisplay: false })).says[0]).toContain('a browser window needs one');
    const unusable = { state: 'unusable', why: 'VOXTALLY_BROWSER names /x, and there is no such file.' } as const;
    expect(nextStep(only('browser', { browser: unusable })).says).toEqual([unusable.why]);
  });

  it('prints the address and nothing else when that was asked for', () => {
    expect(nextStep(only('address', { hasDisplay: false, browser: absent }))).toEqual({ step: 'address', says: [] });
  });
});
