import { modes, type Family, type Mode } from './coverage.ts';
import type { Facts } from './facts.ts';
import { samplesOf, type Field, type Sample } from './samples.ts';

/** Facts that were read from a file. */
export interface FactsFile {
  readonly path: string;
  readonly facts: Facts;
}

/** How well the estimates of one field met what was reported. Null: nothing to tell it by. */
export interface Figures {
  /** Estimates that were judged. */
  readonly n: number;
  readonly exact: number;
  /** 0..100 */
  readonly exactPercent: number | null;
  /** Of the `n`, those of which the fold gave no estimate: neither exact nor held. */
  readonly missing: number;
  /** Estimate less report, in tokens (`transcriptionSeconds`: seconds), over those that are not missing. */
  readonly errorMean: number | null;
  readonly errorMin: number | null;
  readonly errorMax: number | null;
  /** How often the report lay within the width the estimate claimed; null where no width is claimed. */
  readonly held: number | null;
  readonly heldPercent: number | null;
  /** Half of the claimed width, in the unit of the error; of `input` text and audio together. */
  readonly medianHalfWidth: number | null;
}

export type FieldFigures = Readonly<Record<Field, Figures>>;
export type ModeFigures = Readonly<Record<Mode, FieldFigures>>;

/** Figures over several fields of all files, which the targets are set on. */
export interface PooledFigures {
  /** Text out of any mode. */
  readonly textOut: Figures;
  /** Text in, audio in and text out, each by itself. */
  readonly widths: Figures;
}

/** A sample with where it was taken. */
export interface Judged extends Sample {
  readonly path: string;
  /** What stood in the log. */
  readonly reports: Mode;
}

/** What the estimator was found to be. All members are plain numbers and words, as `--json` prints them. */
export interface Judgement {
  /** One entry a file, in the order given. */
  readonly files: readonly (ModeFigures & {
    readonly path: string;
    readonly sessions: number;
    readonly responses: number;
  })[];
  readonly families: Readonly<Record<Family, ModeFigures>>;
  readonly pooled: Readonly<Record<Mode, FieldFigures & PooledFigures>>;
  /** Every sample that is not exact. */
  readonly misses: readonly Judged[];
}

/** The middle of a list; of an even number of values the higher of the two in the middle. */
function middle(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const percent = (count: number, of: number): number | null => (of === 0 ? null : (count / of) * 100);

function figuresOf(samples: readonly Sample[]): Figures {
  const n = samples.length;
  const errors = samples.flatMap(({ estimate, reported }) => (estimate === null ? [] : [estimate - reported]));
  const widths = samples.flatMap(({ halfWidth }) => (halfWidth === null ? [] : [halfWidth]));
  const exact = samples.filter((sample) => sample.exact).length;
  const held = samples.filter((sample) => sample.held === true).length;
  const claimed = n > 0 && widths.length === n;
  return {
    n,
    exact,
    exactPercent: percent(exact, n),
    missing: n - errors.length,
    errorMean: errors.length === 0 ? null : errors.reduce((sum, error) => sum + error, 0) / errors.length,
    errorMin: errors.length === 0 ? null : Math.min(...errors),
    errorMax: errors.length === 0 ? null : Math.max(...errors),
    held: claimed ? held : null,
    heldPercent: claimed ? percent(held, n) : null,
    medianHalfWidth: middle(widths),
  };
}

const outFields: readonly Field[] = ['textOutTextMode', 'textOutAudioMode', 'textOutCallOnly'];
const widthFields: readonly Field[] = ['textIn', 'audioIn', ...outFields];

const ofFields = (samples: readonly Judged[], wanted: readonly Field[]): Figures =>
  figuresOf(samples.filter(({ field }) => wanted.includes(field)));

function byField(samples: readonly Judged[]): FieldFigures {
  const of = (field: Field): Figures => ofFields(samples, [field]);
  return {
    input: of('input'),
    textIn: of('textIn'),
    audioIn: of('audioIn'),
    textOutTextMode: of('textOutTextMode'),
    textOutAudioMode: of('textOutAudioMode'),
    textOutCallOnly: of('textOutCallOnly'),
    cached: of('cached'),
    transcriptionIn: of('transcriptionIn'),
    transcriptionOut: of('transcriptionOut'),
    transcriptionSeconds: of('transcriptionSeconds'),
  };
}

const byMode = <T>(samples: readonly Judged[], figures: (of: readonly Judged[]) => T): Record<Mode, T> => ({
  visible: figures(samples.filter(({ reports }) => reports === 'visible')),
  blind: figures(samples.filter(({ reports }) => reports === 'blind')),
});

/** Holds the estimator against what real sessions reported. Pure: the same facts give the same judgement. */
export function judge(files: readonly FactsFile[]): Judgement {
  const samples = files.map(({ path, facts }) =>
    facts.sessions.flatMap((session) =>
      modes.flatMap((reports) => samplesOf(session, reports).map((sample): Judged => ({ ...sample, path, reports }))),
    ),
  );
  const all = samples.flat();
  const ofFamily = (family: Family): ModeFigures =>
    byMode(
      all.filter((sample) => sample.family === family),
      byField,
    );
  return {
    files: files.map(({ path, facts: { sessions } }, at) => ({
      path,
      sessions: sessions.length,
      responses: sessions.reduce((count, { responses }) => count + responses.length, 0),
      ...byMode(samples[at] ?? [], byField),
    })),
    families: { preview: ofFamily('preview'), ga: ofFamily('ga'), reasoning: ofFamily('reasoning') },
    pooled: byMode(all, (of) => ({
      ...byField(of),
      textOut: ofFields(of, outFields),
      widths: ofFields(of, widthFields),
    })),
    misses: all.filter(({ exact }) => !exact),
  };
}
