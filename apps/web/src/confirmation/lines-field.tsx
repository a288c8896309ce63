import { Textarea } from '@mantine/core';
import { useState } from 'react';

interface LinesFieldProps {
  label: string;
  lines: readonly string[];
  disabled: boolean;
  onChange: (text: string) => void;
}

/** Several texts, one a line; what is typed stays as it is while it is typed. */
export function LinesField({ label, lines, disabled, onChange }: LinesFieldProps) {
  const [text, setText] = useState(lines.join('\n'));
  return (
    <Textarea
      label={label}
      rows={2}
      disabled={disabled}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(event.currentTarget.value);
      }}
    />
  );
}
