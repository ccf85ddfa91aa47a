// Sizes and table rows that kernels and TypeScript share. Constants only.

// --- Datagram table: one row per datagram, 56 bytes, little-endian ------------------------------------------------
//   0 f64 offset in the file     8 u32 nanoseconds   12 u32 seconds      16 u32 stamp low (ticks, control)
//  20 u32 stamp high (fiducials, vector)             24 u32 env          28 u32 damage of the root
//  32 u32 extent of the root    36 u32 signature     40 u32 faults       44 u32 fault offset from the datagram start
//  48 u32 leaf count            52 u32 reserved
export const DATAGRAM_ROW_BYTES = 56;
export const ROW_NANOSECONDS = 8;
export const ROW_SECONDS = 12;
export const ROW_STAMP_LOW = 16;
export const ROW_STAMP_HIGH = 20;
export const ROW_ENV = 24;
export const ROW_DAMAGE = 28;
export const ROW_EXTENT = 32;
export const ROW_SIGNATURE = 36;
export const ROW_FAULTS = 40;
export const ROW_FAULT_OFFSET = 44;
export const ROW_LEAVES = 48;

// Faults: what is wrong with a datagram whose place in the chain is nevertheless known.
export const FAULT_NANOSECONDS = 1; // nanoseconds >= 1e9
export const FAULT_TRANSITION = 2; // service nibble above 12
export const FAULT_CONTAINS = 4; // the root does not contain Xtc
export const FAULT_LEVEL = 8; // root level above 6
export const FAULT_TREE = 16; // a child's extent is impossible: the rest of its container was not walked
export const FAULT_DEPTH = 32; // deeper than XTC_MAX_DEPTH: not descended further
export const FAULT_DICTIONARY = 64; // the dictionary of kinds is full: leaves of this datagram are not listed

// --- Xtc ------------------------------------------------------------------------------------------------------
export const DATAGRAM_HEADER_BYTES = 40; // sequence 16, env 4, root Xtc 20
export const XTC_HEADER_BYTES = 20;
export const XTC_MAX_DEPTH = 64;
export const MAX_DATAGRAM_BYTES = 268435456; // 256 MiB, the limit of XtcInput
export const DAMAGE_INCOMPLETE = 0x8000; // IncompleteContribution: the payload is torn, never descend

// --- Walk of a datagram's tree: where it stands ---------------------------------------------------------------------
//   0 u32 next header, from the datagram start   4 u32 depth of that header, 0 when over   8 u32 FAULT bits
//  12 u32 place of the first fault               16 u32[XTC_MAX_DEPTH] ends of the containers around it
export const WALK_POSITION = 0;
export const WALK_DEPTH = 4;
export const WALK_FAULTS = 8;
export const WALK_FAULT_OFFSET = 12;
export const WALK_ENDS = 16;
export const WALK_BYTES = 272;

// --- Node table of walkXtc: one row per Xtc of one datagram, 32 bytes ---------------------------------------------
//   0 u32 offset from the datagram start   4 u32 damage   8 u32 src.log   12 u32 src.phy   16 u32 contains
//  20 u32 extent   24 i32 parent row (-1 for the root)   28 u32 depth | FAULT bits << 8
export const NODE_ROW_BYTES = 32;

// --- CSPad ------------------------------------------------------------------------------------------------------
export const QUADS = 4;
export const SECTIONS_PER_QUAD = 8;
export const SECTION_ROWS = 185;
export const SECTION_COLUMNS = 388;
export const SECTION_PIXELS = 71780; // 185 * 388
export const ASIC_COLUMNS = 194;
export const CSPAD_PIXELS = 2296960; // 4 * 8 * 185 * 388
export const CSPAD_ELEMENT_HEADER_BYTES = 32;
export const CSPAD_ELEMENT_TRAILER_BYTES = 4;
export const SATURATED_ADU = 16383;
// Status of unpackSections.
export const PAYLOAD_SHORT = -1; // ends inside an element
export const PAYLOAD_DUPLICATE_QUAD = -2; // a quad comes twice

// --- ASIC placement rows for assembleImage, 32 bytes: where pixel (0,0) of an ASIC lies and how it is turned --------
//   0 i32 image index of raw pixel (0,0)   4 i32 image step per raw row   8 i32 image step per raw column
//  12 i32 index of raw pixel (0,0) in the sections array   16 i32 rows   20 i32 columns
//  24 i32 raw row stride in the sections array              28 i32 section number (bit in `present`)
export const PLACEMENT_BYTES = 32;
