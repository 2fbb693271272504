/** Evaluate: an honest empty state; no number is shown before it is measured. */
import { Card, Page } from '../../ui/Page';

export function EvaluateScreen() {
  return (
    <Page title="Evaluate" lead="Here the question “does the set help?” will be answered, with intervals and controls.">
      <Card title="Not built yet">
        <p>
          No claim is made so far that training on samples of this studio improves a classifier. What is measured about
          the model stands on its card, under <a href="#/models">Models</a>.
        </p>
      </Card>
    </Page>
  );
}
