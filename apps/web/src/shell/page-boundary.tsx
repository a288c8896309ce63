import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';

/** Keeps a fault of one page from taking the bars with it. */
export class PageBoundary extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state: { fault: Error | null } = { fault: null };

  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }

  override render(): ReactNode {
    if (!this.state.fault) return this.props.children;
    return (
      <div className="page" role="alert">
        <h1>This page stopped working</h1>
        <p>
          {this.state.fault.message}. Nothing was lost on the server. If Scopemap was updated while this page was open,
          loading it again helps.
        </p>
        <Button onClick={() => window.location.reload()}>Load the page again</Button>
      </div>
    );
  }
}
