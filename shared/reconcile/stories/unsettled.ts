import type { Settled, StoryKind } from './story-kind.ts';

/** Rows that will still change: the one rival of a bill that is what was reported. */
export const unsettled: StoryKind = {
  id: 'unsettled',
  rival: {
    evenAsReported: true,
    of: ({ settled }) =>
      settled === 'settled'
        ? null
        : {
            id: unsettled.id,
            title: 'Rows that are not settled',
            text: `which can change ${unsettledTexts[settled]}`,
          },
  },
};

const unsettledTexts: Readonly<Record<Exclude<Settled, 'settled'>, string>> = {
  pasted: 'for 72 hours, and a pasted table has no clock; import an export and this line goes',
  unsettled: 'for 72 hours after the month; import it again a day later',
};
