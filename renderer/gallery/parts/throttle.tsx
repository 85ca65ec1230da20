import { useEffect, useState } from 'react';
import { Ticker, usePolled, useThrottled } from '../../ui/throttle.tsx';
import type { PartPage } from './part.ts';

const seconds = (): string => (performance.now() / 1000).toFixed(1);

function Throttled() {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setCount((before) => before + 1), 10);
    return () => clearInterval(timer);
  }, []);
  return <output>{useThrottled(count, 250)}</output>;
}

function Polled() {
  return <output>{usePolled(() => Math.floor(performance.now() / 1000))}</output>;
}

const page: PartPage = {
  title: 'Figures that run',
  says: 'Numbers that change often and draw little.',
  examples: [
    { name: 'Ticker, ten times a second', Draw: () => <Ticker text={seconds} perSecond={10} name="Seconds" /> },
    { name: 'Throttled to four times a second', Draw: Throttled },
    { name: 'Polled', Draw: Polled },
  ],
};
export default page;
