import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verify } from '../../../electron/cli/commands/verify.ts';
import { runCommand } from '../../../electron/cli/input/command.ts';
import { forkChild } from '../../../electron/hosts/child-process.ts';
import { findInstallation } from '../../../electron/hosts/installation.ts';
import { temporaryFolder } from '../support/bench.ts';
import { names, recorded } from '../support/recorded.ts';

afterEach(() => void vi.unstubAllEnvs());

/** `voxtally verify` on this data folder. */
async function verified(home: string, ...args: readonly string[]) {
  vi.stubEnv('VOXTALLY_HOME', home);
  let out = '';
  const code = await runCommand('verify', verify, args, {
    installation: findInstallation(),
    terminal: { out: (text) => void (out += text), err: () => undefined },
    launch: forkChild,
  });
  return { code, out };
}

describe('voxtally verify', () => {
  it('says of a record whose folder is a link that nobody looked at it, and looks where that is named', async () => {
    const [home, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    const library = join(home, 'sessions');
    await mkdir(library);
    expect(await verified(home)).toEqual({ code: 0, out: 'There is no recorded session.\n' });
    await symlink(await recorded(elsewhere, names[0] ?? ''), join(library, 'away'));
    const alone = await verified(home);
    expect(alone).toEqual({
      code: 1,
      out: expect.stringMatching(/^away: not checked\.\n +Its folder is a link [^\n]+\n$/) as string,
    });
    await recorded(library, names[1] ?? '');
    const both = await verified(home);
    expect(both.code).toBe(1);
    expect(both.out).toMatch(/: holds, [\d,]+ entries, intact\.\n/);
    expect(both.out).toMatch(/\n1 record holds\. 1 record was not checked\.\n$/);
    const json = JSON.parse((await verified(home, '--json')).out) as object;
    expect(json).toMatchObject({
      holds: true,
      sessions: [{ holds: true }],
      unchecked: [{ folder: join(library, 'away'), why: expect.stringContaining('is a link') as string }],
    });
    expect((await verified(home, join(library, 'away'))).code).toBe(0);
  });
});
