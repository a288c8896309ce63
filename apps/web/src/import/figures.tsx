import { formatCount } from '../ui/format.ts';

/** Numbers with what they count. */
export function Figures({ figures }: { figures: readonly (readonly [string, number])[] }) {
  return (
    <dl className="figures">
      {figures.map(([words, value]) => (
        <div key={words}>
          <dt>{words}</dt>
          <dd>{formatCount(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
