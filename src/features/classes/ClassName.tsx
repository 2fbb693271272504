/** A class where it stands in a table: its mark, then code and name. */
import type { ClassCode } from '../../contracts/classes';
import { classWords } from '../../messages/classNames';
import { useSlice } from '../../state/context';
import { ColourMark } from '../../ui/ColourMark';

export function ClassName({ code }: { readonly code: ClassCode }) {
  const known = useSlice(
    (s) => s.classes,
    (s) => s.list.classes.find((listed) => listed.code === code),
  );
  return (
    <>
      {known && <ColourMark colour={known.colour} />}
      {classWords(code)}
    </>
  );
}
