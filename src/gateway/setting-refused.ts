/**
 * Why something was not set or done, for the operator who asked for it, in both languages. An option is named as a command
 * has it, `--network`; whoever has fields instead says which field that is.
 */
export class SettingRefused extends Error {
  readonly words: SettingWords

  /** `see`: the command that lists what there is, for who asked by command. */
  constructor(words: SettingWords, see?: string) {
    super(see === undefined ? words.en : `${words.en}; see ${see}`)
    this.words = words
  }
}

export interface SettingWords {
  readonly ko: string
  readonly en: string
}
