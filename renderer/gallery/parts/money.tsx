import { Headline, Money } from '../../ui/money.tsx';
import type { PartPage } from './part.ts';

const amounts = ['0', '0.0012138', '0.00000004', '12.5', '1234567.891', null] as const;

const page: PartPage = {
  title: 'Money',
  says: 'Exact amounts, and amounts as a headline. An unknown price is a word and never 0.',
  examples: [
    {
      name: 'Exact',
      Draw: () => amounts.map((amount) => <Money key={amount} amount={amount} currency="USD" />),
    },
    {
      name: 'Estimated, in other currencies',
      Draw: () => (
        <>
          <Money amount="0.0012138" currency="EUR" about />
          <Money amount="0.0012138" currency="JPY" about />
        </>
      ),
    },
    {
      name: 'Headline',
      Draw: () =>
        amounts.map((amount) => <Headline key={amount} amount={amount} currency="USD" className="type-num2" />),
    },
  ],
};
export default page;
