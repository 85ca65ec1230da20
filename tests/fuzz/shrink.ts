import { isJsonObject, parseJson, type Json } from '../../shared/kit/json.ts';
import type { Frame } from './frames.ts';

/** Whether a list still meets the fault. */
type Fails<Item> = (list: readonly Item[]) => Promise<boolean> | boolean;

/** Leaves out stretches of the list, ever shorter ones, as long as the rest still fails. */
export async function fewer<Item>(
  list: readonly Item[],
  fails: Fails<Item>,
  tries: { left: number },
): Promise<readonly Item[]> {
  let kept = list;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < kept.length && tries.left > 0;) {
      const rest = [...kept.slice(0, at), ...kept.slice(at + size)];
      tries.left -= 1;
      if (rest.length < kept.length && (await fails(rest))) kept = rest;
      else at += size;
    }
  }
  return kept;
}

/** Every value with one member or element less. */
function smaller(value: Json): Json[] {
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    return [
      ...list.map((_, at) => list.toSpliced(at, 1)),
      ...list.flatMap((one, at) => smaller(one).map((less) => list.toSpliced(at, 1, less))),
    ];
  }
  if (!isJsonObject(value)) return [];
  const members = Object.entries(value);
  return [
    ...members.map((_, at) => Object.fromEntries(members.toSpliced(at, 1))),
    ...members.flatMap(([key, one], at) =>
      smaller(one).map((less) => Object.fromEntries(members.toSpliced(at, 1, [key, less]))),
    ),
  ];
}

/** The same frame with as few members as still fail. */
async function plainer(
  frames: readonly Frame[],
  at: number,
  fails: Fails<Frame>,
  tries: { left: number },
): Promise<readonly Frame[]> {
  let kept = frames;
  for (;;) {
    const frame = kept[at];
    const value = frame?.opcode === 'text' ? parseJson(frame.payload.toString('utf8')) : undefined;
    if (frame === undefined || value === undefined) return kept;
    let found = false;
    for (const less of smaller(value)) {
      if (tries.left <= 0) return kept;
      tries.left -= 1;
      const next = kept.toSpliced(at, 1, { ...frame, pieces: 1, payload: Buffer.from(JSON.stringify(less)) });
      if (!(await fails(next))) continue;
      kept = next;
      found = true;
      break;
    }
    if (!found) return kept;
  }
}

/** The few frames of a list that still fail, each as small as it gets within so many tries. */
export async function shrink(
  frames: readonly Frame[],
  fails: Fails<Frame>,
  mostTries: number,
): Promise<readonly Frame[]> {
  const tries = { left: mostTries };
  let kept = await fewer(frames, fails, tries);
  for (let at = kept.length - 1; at >= 0; at -= 1) kept = await plainer(kept, at, fails, tries);
  return kept;
}
