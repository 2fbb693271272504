/** Keys and the names in braces are checked against the English messages. */
import 'i18next';
import type { en } from './en';
import type { screens } from './en/screens';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'studio';
    resources: { studio: typeof en & typeof screens };
    interpolationFormatTypeMap: { thousands: number };
  }
}
