import { useView } from '../../store/context.ts';

/** What this page is, for whoever goes by headings: its parts say everything else. */
export function LiveHeading() {
  const isOver = useView((view) => view?.phase === 'closed');
  const deployment = useView((view) => view?.header?.endpoint.deployment ?? null);
  const what = isOver ? 'Saved record' : 'Live session';
  return <h1 className="part-unseen">{deployment === null ? what : `${what}, ${deployment}`}</h1>;
}
