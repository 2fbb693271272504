/** The last net: a screen that failed says what was kept. */
import { Component, type ReactNode } from 'react';
import { Button } from '../ui/Button';
import { Card, Page } from '../ui/Page';

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <Page
        title="This screen failed"
        lead="Masks, samples and decisions are saved as they are made: they are all kept."
      >
        <Card>
          <p>{error.message}</p>
          <Button look="primary" onClick={() => window.location.reload()}>
            Reload the studio
          </Button>
        </Card>
      </Page>
    );
  }
}
