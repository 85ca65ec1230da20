import { LongRows, rowCountOf, ScrollPlaceProvider, useFixedRows, usePlaceRef } from '../../ui/long-lists.tsx';
import type { PartPage } from './part.ts';
import styles from './parts.module.css';

const rowPx = 20;

function Table({ count }: { readonly count: number }) {
  const [place, setPlace] = usePlaceRef();
  return (
    <div ref={setPlace} className={styles.tall} tabIndex={0} role="region" aria-label={`A table of ${count} rows`}>
      <ScrollPlaceProvider value={place}>
        <table aria-rowcount={rowCountOf(count)}>
          <thead>
            <tr>
              <th scope="col">response</th>
              <th scope="col">tokens</th>
            </tr>
          </thead>
          <LongRows
            count={count}
            columns={2}
            keyOf={String}
            renderRow={(index, place) => (
              <tr key={index} {...place}>
                <td>R{index + 1}</td>
                <td>{index * 7}</td>
              </tr>
            )}
          />
        </table>
      </ScrollPlaceProvider>
    </div>
  );
}

function Fixed({ count }: { readonly count: number }) {
  const { scroll, first, end, onScroll } = useFixedRows(count, rowPx);
  const drawn = Array.from({ length: end - first }, (_, index) => first + index);
  return (
    <div
      ref={scroll}
      className={styles.tall}
      onScroll={onScroll}
      tabIndex={0}
      role="region"
      aria-label="A list of events"
    >
      <div style={{ height: count * rowPx, position: 'relative' }}>
        {drawn.map((row) => (
          <div key={row} style={{ position: 'absolute', top: row * rowPx, height: rowPx }}>
            event {row + 1}
          </div>
        ))}
      </div>
    </div>
  );
}

const page: PartPage = {
  title: 'Long lists',
  says: 'Tables and lists of which only what is near the view is drawn.',
  examples: [
    { name: 'Table', Draw: () => <Table count={5000} /> },
    { name: 'List that follows its end', Draw: () => <Fixed count={250_000} /> },
  ],
};
export default page;
