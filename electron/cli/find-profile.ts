import type { BenchApi } from '../../shared/bench-api.ts';
import { benchError, ok, refuse, type Result } from '../../shared/errors.ts';
import { repeated } from '../../shared/foreign/repeated.ts';
import { sameName } from '../../shared/profiles/names.ts';
import type { Profile } from '../../shared/profiles/profile.ts';

/** The saved profile of a name, or a refusal that says which there are. */
export async function findProfile(bench: Pick<BenchApi, 'call'>, name: string): Promise<Result<{ profile: Profile }>> {
  const listed = await bench.call('profiles.list', {});
  if (!listed.ok) return listed;
  const profile = listed.profiles.find((one) => sameName(one.name, name));
  if (profile !== undefined) return ok({ profile });
  const names = listed.profiles.map((one) => repeated(one.name)).join(', ');
  return refuse(
    benchError('not-found', `There is no profile called ${repeated(name)}.`, {
      nextStep:
        names === ''
          ? 'None is saved yet: save one in the window, or voxtally profiles import FILE.'
          : `There are ${names}.`,
    }),
  );
}
