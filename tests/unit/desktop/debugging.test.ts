import { describe, expect, it } from 'vitest';
import { commandWords, debuggingRefused, debugVariable } from '../../../electron/desktop/policy-rules.ts';

const start = (args: readonly string[], more: Partial<Parameters<typeof debuggingRefused>[0]> = {}): string | null =>
  debuggingRefused({ argv: ['/opt/voxtally', ...args], env: {}, platform: 'linux', isPackaged: true, ...more });

describe('the packaged application', () => {
  it.each([
    ['--remote-debugging-port=9222'],
    ['--remote-debugging-port', '9222'],
    ['--remote-debugging-pipe'],
    ['--remote-debugging-address=0.0.0.0'],
    ['--remote-debugging-socket-name=x'],
    ['--remote-allow-origins=*'],
    ['-remote-debugging-port=0'],
    ['--no-sandbox', '--disable-gpu', '--remote-debugging-port=1'],
    ['--inspect'],
    ['--inspect=127.0.0.1:9229'],
    ['--inspect-brk'],
    ['--inspect_brk=1'],
    ['--inspect-brk-node'],
    ['--inspect-port=1'],
    ['--inspect-wait'],
    ['--inspect-publish-uid=http'],
    ['--debug'],
    ['--debug-brk'],
    ['--debug-port=1'],
    ['--wait-for-debugger-children'],
    ['--wait-for-debugger'],
    ['--auto-open-devtools-for-tabs'],
    ['--Remote-Debugging-Port=1'],
  ])('does not start with %s %s, and says why and how', (...args) => {
    const said = start(args);
    expect(said).toContain('does not start with --');
    expect(said).toContain(`${debugVariable}=1`);
    expect(said?.split('\n')).toHaveLength(1);
  });

  it('knows the switches of Windows, which elsewhere are paths', () => {
    expect(start(['/remote-debugging-port=1'], { platform: 'win32' })).toContain('--remote-debugging-port');
    expect(start(['/INSPECT'], { platform: 'win32' })).not.toBeNull();
    expect(start(['/inspect/me.wav'])).toBeNull();
  });

  it('says nothing of what stands in a value', () => {
    expect(start(['--inspect=planted'])).not.toContain('planted');
  });

  it('starts with everything else, and with words that only look alike', () => {
    const fine = [['--no-sandbox'], ['--disable-gpu', '--lang=de'], ['remote-debugging-port=1'], ['--enable-inspect']];
    for (const args of [[], ...fine, ['--ozone-platform=headless'], ['--', '--remote-debugging-port=1'], ['']]) {
      expect(start(args)).toBeNull();
    }
  });

  it('takes a debugger when the variable of its own allows it, by 1 and nothing else', () => {
    const args = ['--remote-debugging-port=9222'];
    expect(start(args, { env: { [debugVariable]: '1' } })).toBeNull();
    for (const value of ['', '0', 'true', '9222', ' 1']) {
      expect(start(args, { env: { [debugVariable]: value } })).not.toBeNull();
    }
    expect(start(args, { env: { NODE_OPTIONS: '--inspect', ELECTRON_RUN_AS_NODE: '1' } })).not.toBeNull();
  });
});

it('a checkout starts as it is called', () => {
  expect(start(['--remote-debugging-port=0', '--inspect=0'], { isPackaged: false })).toBeNull();
});

describe('what the application is started for', () => {
  const words = (...args: readonly string[]): readonly string[] | null => commandWords(['/opt/voxtally', ...args]);

  it('is a command where the launcher says so, with every word behind the sign', () => {
    expect(words('--no-sandbox', '--run-command', '--', 'run', '--', '--run-command', '')).toEqual([
      'run',
      '--',
      '--run-command',
      '',
    ]);
    expect(words('--run-command', '--')).toEqual([]);
  });

  it('is a window for everything else', () => {
    expect(words()).toBeNull();
    expect(words('--run-command')).toBeNull();
    expect(words('--', 'run')).toBeNull();
    expect(words('--', '--run-command', '--', 'run')).toBeNull();
    expect(words('run', '--run-command')).toBeNull();
  });
});
