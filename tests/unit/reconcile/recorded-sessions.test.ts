import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { beyondClaim } from '../../findings/judge.ts';
import { readFacts, type SessionFact } from '../../recordings/facts.ts';
import { hiddenCases, logWithout, trueBill, verdictOf, wholeCases, type HiddenCase } from '../../recordings/hidden.ts';

const sessions: SessionFact[] = ['recorded-usage.json', 'recorded-usage-mini.json'].flatMap((name) => {
  const path = `tests/fixtures/recordings/${name}`;
  const read = readFacts(readFileSync(path, 'utf8'), path);
  if (!read.ok) throw new Error(read.error.message);
  return read.facts.sessions;
});

const told = ({ session, hidden, cached, answer: { finding } }: HiddenCase): readonly unknown[] => [
  session,
  hidden,
  cached,
  finding.headline,
];

describe('a recorded session with the report of one response taken away, and the true bill', () => {
  const hidden = hiddenCases(sessions);

  it('names that response and no other', () => {
    expect(hidden).toHaveLength(181);
    expect(hidden.filter((one) => verdictOf(one) === 'silent').map(told)).toEqual([]);
  });

  it('is told nothing that is not so, in words that claim no more', () => {
    expect(hidden.filter((one) => verdictOf(one) === 'false').map(told)).toEqual([]);
    expect(hidden.flatMap(({ answer }) => beyondClaim(answer.finding) ?? [])).toEqual([]);
  });
});

describe('a recorded session with nothing taken away', () => {
  const whole = wholeCases(sessions);

  it('is told of no further inference', () => {
    expect(whole.filter(({ answer }) => ['seen', 'further'].includes(answer.finding.claim.kind)).map(told)).toEqual([]);
  });

  it('is called as reported', () => {
    expect(whole.filter((one) => verdictOf(one) !== 'right').map(told)).toEqual([]);
  });
});

describe('the log without a report', () => {
  it('keeps every event, and lacks what one response used', () => {
    const session = sessions.find(({ responses }) => responses.length > 2);
    if (session === undefined) throw new Error('no session of three responses');
    const whole = logWithout(session, null).entries;
    const without = logWithout(session, 1).entries;
    const unlike = without.filter((entry, at) => JSON.stringify(entry) !== JSON.stringify(whole[at]));
    expect(without).toHaveLength(whole.length);
    expect(unlike).toMatchObject([{ event: { type: 'response.done', response: { id: 'resp_1', usage: null } } }]);
  });

  it('stands beside a bill of all that was reported', () => {
    const session = sessions.find(({ id }) => id === 'seed-thread');
    if (session === undefined) throw new Error('no thread');
    expect(trueBill(session, 'apart')).toEqual({
      audio_in: 46,
      audio_cached: 64,
      audio_out: 420,
      text_in: 55,
      text_cached: 64,
      text_out: 117,
    });
    expect(trueBill(session, 'folded')).toMatchObject({ audio_in: 110, audio_cached: 0, text_in: 119 });
  });
});
