import { visibleLine } from '../../../../shared/foreign/visible.ts';

/** What a file is instead of an export of costs. `is` follows the file's name. */
export interface ForeignKind {
  readonly is: string;
  readonly nextStep: string;
}

const saveAsCsv = 'Open it in the spreadsheet, choose Save As and "CSV UTF-8", and import that file.';

/** Kinds that their first bytes tell. One entry is one kind; the first that fits is it. */
const kinds: readonly (ForeignKind & { readonly begins: string; readonly holds?: string })[] = [
  { begins: 'PK', holds: 'xl/', is: 'is an Excel workbook, which is not read', nextStep: saveAsCsv },
  { begins: 'PK', holds: '[Content_Types]', is: 'is an Office document, which is not read', nextStep: saveAsCsv },
  { begins: 'PK', holds: 'opendocument', is: 'is a workbook, which is not read', nextStep: saveAsCsv },
  {
    begins: 'PK',
    is: 'is a ZIP archive, which is not read',
    nextStep: 'Unpack it, and import the CSV, JSON or Parquet files in it.',
  },
  { begins: '\u00d0\u00cf\u0011\u00e0', is: 'is an old Excel workbook, which is not read', nextStep: saveAsCsv },
  {
    begins: '%PDF',
    is: 'is a PDF, which is not read',
    nextStep: 'Download cost and usage details as CSV; an invoice does not name every meter.',
  },
];

/** null: it is nothing that is known by its first bytes. */
export function foreignKind(bytes: Buffer): ForeignKind | null {
  const text = bytes.toString('latin1');
  return (
    kinds.find(({ begins, holds }) => text.startsWith(begins) && (holds === undefined || text.includes(holds))) ?? null
  );
}

/** Text between two marks, on one line and not too long; empty when there is none. */
const between = (text: string, pattern: RegExp): string => visibleLine(pattern.exec(text)?.[1] ?? '').slice(0, 120);

/** A web page or a storage error that was saved in place of the export; null: it is none. */
export function webPage(text: string): ForeignKind | null {
  if (!/^\uFEFF?\s*<[!?a-z]/i.test(text)) return null;
  const code = between(text, /<code>([^<]*)<\/code>/i);
  if (code !== '') {
    return {
      is: `holds no costs but an error of the storage: ${code}`,
      nextStep: 'The link has expired or gives no right to read; copy a new one and download the export again.',
    };
  }
  const title = between(text, /<title[^>]*>([^<]*)<\/title>/i);
  return {
    is: `is a web page${title === '' ? '' : ` ("${title}")`} that was saved in place of the export`,
    nextStep: 'Sign in to the portal, and download the export again.',
  };
}
