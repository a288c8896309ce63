import { useEffect, useState } from 'react';

const WEIGHTS = ['400', '600'];

/** Whether the font that the map is laid out by is there, or cannot be had: a canvas does not draw its text anew by itself. */
export function useMapFont(): boolean {
  const [settled, setSettled] = useState(() => WEIGHTS.every((weight) => document.fonts.check(`${weight} 12px Inter`)));
  useEffect(() => {
    let wanted = true;
    const settle = () => {
      if (wanted) setSettled(true);
    };
    Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 12px Inter`))).then(settle, settle);
    return () => {
      wanted = false;
    };
  }, []);
  return settled;
}
