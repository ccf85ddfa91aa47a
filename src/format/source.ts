/** Class of a source: detector (level Source), beam-line data (level Reporter), process (all others). */
export type SourceKind = 'DetInfo' | 'BldInfo' | 'ProcInfo';
