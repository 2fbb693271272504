/** Evaluate: an honest empty state; no number is shown before it is measured. */
import { Card, Page } from '../../ui/Page';

export function EvaluateScreen() {
  return (
    <Page title="Evaluate" lead="Here the question “does the set help?” will be answered, with intervals and controls.">
      <Card title="Not built yet">
        <p>
          No claim is made that training on samples of this studio improves a classifier. In one small experiment with
          the shipped model it did not: no set with synthetic images read lesions better than real images alone, and the
          one that the gates had chosen read them worse (docs/results/benefit.md). What is measured about the model and
          its gates stands under <a href="#/models">Models</a>.
        </p>
      </Card>
    </Page>
  );
}
