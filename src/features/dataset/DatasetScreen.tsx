/** Dataset: an honest empty state; opening a whole data set is not built yet. */
import { Card, Page } from '../../ui/Page';

export function DatasetScreen() {
  return (
    <Page
      title="Dataset"
      lead="Here the long tail of your data set will be shown: how many images and lesions each class has, and which need help."
    >
      <Card title="Not built yet">
        <p>Opening a whole data set, a folder or a zip in the ISIC or HAM10000 layout, comes in a later version.</p>
        <p>
          Until then, <a href="#/compose">Compose</a> works on the skin that ships with the studio and on any image of
          your own: open one with “Open image”.
        </p>
      </Card>
    </Page>
  );
}
