import { StreamLanguage } from '@codemirror/language';

/** Colours of a `pyana.cfg`: sections, keys, comments. */
export const cfgLanguage = StreamLanguage.define<{ isValue: boolean }>({
  name: 'pyana.cfg',
  startState: () => ({ isValue: false }),
  token(stream, state) {
    if (stream.sol()) {
      state.isValue = /^\s+\S/.test(stream.string);
      if (/^\s*[#;]/.test(stream.string)) {
        stream.skipToEnd();
        return 'comment';
      }
      if (stream.match(/^\[[^\]]*\]/)) return 'heading';
      if (!state.isValue && stream.match(/^[^:=\s][^:=]*?(?=\s*[:=])/)) return 'propertyName';
    }
    if (!state.isValue && stream.match(/^\s*[:=]/)) {
      state.isValue = true;
      return 'operator';
    }
    if (state.isValue && stream.match(/^\s;.*/)) return 'comment';
    if (state.isValue && stream.match(/^[^;\s]+/)) return 'string';
    stream.next();
    return null;
  },
  languageData: { commentTokens: { line: '#' } },
});
