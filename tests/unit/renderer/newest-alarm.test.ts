import { expect, it } from 'vitest';
import { newestAlarm } from '../../../renderer/app/newest-alarm.ts';
import { append, emptyList } from '../../../shared/kit/chunk-list.ts';
import type { AlarmView } from '../../../shared/session/view.ts';

const alarm = (kind: string, level: AlarmView['level']): AlarmView => ({
  seq: 1,
  t: 0,
  level,
  kind,
  title: kind,
  text: 'Text.',
  count: 1,
});

it('is the newest of its level: a notice takes the word from no alarm, and is none', () => {
  const alarms = [alarm('first', 'alarm'), alarm('second', 'alarm'), alarm('news', 'notice')].reduce(
    (list, one) => append(list, one),
    emptyList<AlarmView>(),
  );
  expect(newestAlarm(alarms, 'alarm', [])).toContain('second');
  expect(newestAlarm(alarms, 'notice', [])).toContain('news');
  expect(newestAlarm(alarms, 'alarm', ['second'])).toBe('');
  expect(newestAlarm(emptyList<AlarmView>(), 'notice', [])).toBe('');
});
