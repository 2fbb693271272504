/** Evaluate: an honest empty state; no number is shown before it is measured. */
import { Trans, useTranslation } from 'react-i18next';
import { Card, Page } from '../../ui/Page';

export function EvaluateScreen() {
  const { t } = useTranslation();
  return (
    <Page title={t('screens.evaluate')} lead={t('evaluate.lead')}>
      <Card title={t('evaluate.notBuilt')}>
        <p>
          <Trans i18nKey="evaluate.noClaim" components={{ models: <a href="#/models" /> }} />
        </p>
      </Card>
    </Page>
  );
}
