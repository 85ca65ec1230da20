import { visibleLine } from '../../kit/untrusted/safe-text.ts';
import { type Dialect, dialectLabel, dialectRow } from '../../protocol/dialects.ts';
import type { AlarmTable } from './alarm-terms.ts';

/** How a dialect is chosen, in the middle of a sentence. */
const tryDialect = (dialect: Dialect): string =>
  `--dialect ${dialect} on the command line, ${dialectRow} in the form of the deployment`;

/** What is said where a service speaks another dialect than it was asked in, or may. */
export const dialectAlarms = {
  bench: {
    'bench.dialect': [
      {
        id: 'dialect',
        level: 'notice',
        say: (_view, { asked, spoken, sign, resent }) => {
          const [was, is] = [dialectLabel(asked), dialectLabel(spoken)];
          const sent = `It sent ${visibleLine(sign.slice(0, 60))}`;
          return resent
            ? {
                title: `The service speaks ${is}, not ${was}`,
                text: `${sent}, so the options were asked for again in that form, and its answers are read and played. To begin with it: ${tryDialect(spoken)}.`,
              }
            : {
                title: `Events of ${is} in a session of ${was}`,
                text: `${sent}, though it describes the session as ${was} does. Such events are read and played all the same; what the bench sends stays ${was}.`,
              };
        },
      },
    ],
  },
  moments: {
    'shape refused': [
      {
        id: 'dialect-doubt',
        level: 'notice',
        say: (_view, { sent, instead }) => ({
          title: `The service refused options in the form of ${dialectLabel(sent)}`,
          text: `It has not shown which form it speaks. If it is ${dialectLabel(instead)}, connect again with ${tryDialect(instead)}.`,
        }),
      },
    ],
  },
} as const satisfies {
  readonly bench: AlarmTable['bench'];
  readonly moments: Pick<AlarmTable['moments'], 'shape refused'>;
};
