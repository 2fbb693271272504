/** Queue: an honest empty state; planned batches are not built yet. */
import { Card, Page } from '../../ui/Page';

export function QueueScreen() {
  return (
    <Page
      title="Queue"
      lead="Here a whole plan will run for hours: so many samples a class, paused and resumed at will."
    >
      <Card title="Not built yet">
        <p>
          Until then, <a href="#/compose">Compose</a> makes up to 16 variants of one mask at a time; they are saved as
          they are finished.
        </p>
      </Card>
    </Page>
  );
}
