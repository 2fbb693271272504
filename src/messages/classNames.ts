/** How classes are written: the code first, so that it matches the data set ("DF dermatofibroma"). */
import { ISIC_NAMES, SKIN, type ClassCode, type LesionClass } from '../contracts/classes';
import { t } from '.';

/** Own names of the classes that ISIC 2019 does not have: they are said as they are, in every language. */
let names: ReadonlyMap<ClassCode, string> = new Map();

/** From now on; the studio's state says it whenever its list changes. */
export function nameClasses(classes: readonly LesionClass[]): void {
  names = new Map(classes.map(({ code, name }) => [code, name]));
}

export function classWords(code: ClassCode): string {
  if (hasMessage(code)) return `${code} ${t(`classes.${code}`)}`;
  const name = names.get(code) ?? code;
  return name === code ? code : `${code} ${name}`;
}

function hasMessage(code: ClassCode): code is keyof typeof ISIC_NAMES | typeof SKIN {
  return code === SKIN || Object.hasOwn(ISIC_NAMES, code);
}
