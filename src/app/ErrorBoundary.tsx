/** The last net: a screen that failed says what was kept. */
import { Component, type ReactNode } from 'react';
import { t } from '../messages';
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
      <Page title={t('app.failed')} lead={t('app.failedLead')}>
        <Card>
          <p lang="en">{error.message}</p>
          <Button look="primary" onClick={() => window.location.reload()}>
            {t('app.reload')}
          </Button>
        </Card>
      </Page>
    );
  }
}
