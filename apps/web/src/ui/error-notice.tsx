import { Button } from '@mantine/core';
import type { ApiProblem } from '../api/problem.ts';
import './notice.css';

interface ErrorNoticeProps {
  /** What was tried: `The map could not be loaded`. */
  what: string;
  problem: ApiProblem;
  /** What is still valid, if older data stays on the screen. */
  still?: string | undefined;
  onRetry?: () => void;
}

/** What failed, what still holds, how to name it to support, and a way to try again. */
export function ErrorNotice({ what, problem, still, onRetry }: ErrorNoticeProps) {
  return (
    <div className="notice notice-error" role="alert">
      <div>
        <strong>{what}.</strong> {problem.message}
        {still && <div>{still}</div>}
        {problem.requestId && (
          <div className="muted">
            Request <code>{problem.requestId}</code>
          </div>
        )}
      </div>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Retry
        </Button>
      )}
    </div>
  );
}
