import { Button } from '@mantine/core';
import type { ReactNode } from 'react';

interface FormButtonsProps {
  /** What the form does, on its button. */
  children: ReactNode;
  disabled?: boolean;
  loading: boolean;
  onClose: () => void;
}

/** The last row of a form: send it, or leave it. */
export function FormButtons({ children, disabled = false, loading, onClose }: FormButtonsProps) {
  return (
    <div className="row">
      <Button type="submit" disabled={disabled} loading={loading}>
        {children}
      </Button>
      <Button variant="default" onClick={onClose}>
        Cancel
      </Button>
    </div>
  );
}
