// Sizes and table rows that kernels and TypeScript share. Constants only.

// --- Datagram table: one row per datagram, 32 bytes, little-endian ------------------------------------------------
//   0 u32 offset in the file, its low bits   4 u16 its high bits, below bit 15: there is a remark   6 u16 signature
//   8 u32 nanoseconds   12 u32 seconds   16 u32 stamp low (ticks, control)   20 u32 stamp high (fiducials, vector)
//  24 u32 env           28 u32 extent of the root
export const DATAGRAM_ROW_BYTES = 32;
export const ROW_OFFSET_LOW = 0;
export const ROW_OFFSET_HIGH = 4;
export const ROW_NANOSECONDS = 8;
export const ROW_SECONDS = 12;
export const ROW_STAMP_LOW = 16;
export const ROW_STAMP_HIGH = 20;
export const ROW_ENV = 24;
export const ROW_EXTENT = 28;
/** In the word at ROW_OFFSET_HIGH: bits of the offset, the mark of a remark, and where the signature begins. */
export const OFFSET_HIGH_MASK = 0x7fff;
export const REMARK_FLAG = 0x8000;
export const SIGNATURE_SHIFT = 16;

// Remarks, for all datagrams but whole L1Accepts whose clock is later than the one before, in the order of their rows: u32 row,
// u32 damage of the root, u32 all damage words of the tree, the root's too, or-ed, u32 faults, u32 fault offset from the datagram
// start, u32 leaves kept.
export const REMARK_WORDS = 6;

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

// --- Dictionary of a run: the kinds of leaves, and the distinct sequences of them (signatures) ------------------------
//   0 u32 kinds   4 u32 signatures (0 is the empty one)   8 u32 used ids of the pool   then the tables below
// Kind row, 24 bytes: u32 src.log of the first one met, u32 src.phy, u32 contains, u32 damaged leaves, f64 bytes (extents
// of its leaves); two sources are the same when level and phy are. Signature row, 16 bytes: u32 hash, u32 first id in the pool, u32 count, u32 0. Pool: u16 kind ids.
// The hash tables hold id + 1, 0 is free; they are twice as large as what they can be asked to hold.
export const MAX_KINDS = 4096;
export const MAX_SIGNATURES = 65536;
export const POOL_LENGTH = 4194304;
export const KIND_ROW_BYTES = 24;
export const KIND_DAMAGED = 12;
export const KIND_BYTES = 16;
export const SIGNATURE_ROW_BYTES = 16;
export const KIND_HASH = 16;
export const SIGNATURE_HASH = 32784; // 16 + 8192 * 4
export const KIND_ROWS = 557072; // + 131072 * 4
export const SIGNATURE_ROWS = 655376; // + 4096 * 24
export const SIGNATURE_POOL = 1703952; // + 65536 * 16
export const DICTIONARY_BYTES = 10092560; // + 4194304 * 2

// --- Where the scan of a stream stands --------------------------------------------------------------------------------
//   0 f64 place of the datagram in the file   8 f64 next byte needed    16 f64 end of the file
//  24 f64 end of this datagram when its extent is known to be wrong, else 0
//  32 u32 1 inside a tree   36 u32 status   40 u32 faults of the header   44 u32 leaves   48 u32 hash
//  52 u32 signature of the datagram before   56 u8[40] header   96 u8[WALK_BYTES] walk   368 u32 damage of the
//  tree so far   372 u32 remarks written   376 u16[MAX_LEAVES] kind ids   131448 u32[MAX_LEAVES] extents, bit 31 set for a damaged leaf
//  393592 u32 template of the datagram before   393596 u32 next template to be replaced   393600 u32 datagrams without a
//  template in a row   393608 the templates   459400 u64 clock of the row before   459408 f64 length of the datagrams in
//  the rows of this call
export const SCAN_OFFSET = 0;
export const SCAN_NEXT = 8;
export const SCAN_FILE_END = 16;
export const SCAN_CUT = 24;
export const SCAN_IN_TREE = 32;
export const SCAN_STATUS = 36;
export const SCAN_FAULTS = 40;
export const SCAN_LEAVES = 44;
export const SCAN_HASH = 48;
export const SCAN_PREVIOUS = 52;
export const SCAN_HEADER = 56;
export const SCAN_WALK = 96;
export const SCAN_TREE_DAMAGE = 368;
export const SCAN_REMARKS = 372;
export const SCAN_KINDS = 376;
export const SCAN_EXTENTS = 131448; // 376 + 65536 * 2
export const MAX_LEAVES = 65536;
export const SCAN_TEMPLATE = 393592; // SCAN_EXTENTS + 65536 * 4
export const SCAN_REPLACE = 393596;
export const SCAN_MISSES = 393600;
export const SCAN_TEMPLATES = 393608;
export const SCAN_CLOCK = 459400; // 393608 + 8 * 8224
export const SCAN_ROW_BYTES = 459408;
export const SCAN_BYTES = 459416;

// A template is a datagram met before, by its headers. Head, 32 bytes: u32 nodes (0 when there is none), u32 signature, u32
// leaves, u32 datagrams that were the same and are not counted yet, u32 extent of the root (0 when there is none), u32 damage
// of the tree, u32 extent of another datagram with this tree, u32 0. Then 32 bytes per node, root first: u8[20] header, u32
// place in the datagram, u32 kind of a leaf, 0xffffffff for a container, u16 containers that end behind it, u16 1 when its
// children follow.
export const TEMPLATES = 8;
export const TEMPLATE_NODES = 256;
export const TEMPLATE_SIGNATURE = 4;
export const TEMPLATE_LEAVES = 8;
export const TEMPLATE_USES = 12;
export const TEMPLATE_EXTENT = 16;
export const TEMPLATE_DAMAGE = 20;
export const TEMPLATE_OTHER = 24;
export const TEMPLATE_HEAD_BYTES = 32;
export const TEMPLATE_NODE_BYTES = 32;
export const NODE_EXTENT = 16;
export const NODE_PLACE = 20;
export const NODE_KIND = 24;
export const NODE_ENDS = 28;
export const NODE_CHILDREN = 30;
export const TEMPLATE_BYTES = 8224; // 32 + 256 * 32

// --- Census of rows: where takeCensus stands --------------------------------------------------------------------------
//   0 i32 row of the last steady datagram, -1 before the first   4 u32 its seconds   8 u32 its fiducial   12 u32 1 when
//   nothing behind it makes its step unknown   16 i32 the step before, -1 at the beginning   20 u32 steady datagrams
export const CENSUS_ROW = 0;
export const CENSUS_SECONDS = 4;
export const CENSUS_FIDUCIAL = 8;
export const CENSUS_KNOWN = 12;
export const CENSUS_STEP = 16;
export const CENSUS_STEADY = 20;
export const CENSUS_BYTES = 24;
/** A stretch of equal steps: u32 row of its first datagram, u32 step, u32 steady datagrams before that. */
export const STRETCH_WORDS = 3;
/** Use of a signature: u32 L1Accepts that have it, u32 row of the first of them. */
export const USE_WORDS = 2;
// Marks of rows: what says nothing of the rhythm of events, and a datagram with a fault.
export const MARK_ASIDE = 1;
export const MARK_FAULT = 2;
// Transitions that kernels know. @source pdsdata xtc/TransitionId.hh
export const BEGIN_CALIB_CYCLE = 8;
export const L1_ACCEPT = 12;
/** Fiducials count from 0 to this, then begin again; larger ones mean nothing. @source pdsdata xtc/TimeStamp.hh */
export const MAX_FIDUCIALS = 131040;
/** A longer pause says nothing about events: fiducials wrap, and the beam was probably off. */
export const LONGEST_GAP_SECONDS = 60;
/** Fiducials of the longest gap, whose clocks may be a second apart from that; they count 360 ticks a second. */
export const LARGEST_STEP = 21960; // 360 * 61

// Why scanDatagrams returned.
export const SCAN_NEEDS_BYTES = 0; // the header at SCAN_NEXT lies outside the window
export const SCAN_ROWS_FULL = 1; // call again
export const SCAN_ENDED = 2; // the file ends with a datagram
export const SCAN_LOST = 3; // no datagram can start at SCAN_OFFSET
export const SCAN_OVERRUN = 4; // the datagram at SCAN_OFFSET goes past the end of the file

/** Set in the faults of a header whose extent is impossible. */
export const FAULT_EXTENT = 128;
/** Set beside another fault of a header when its clock is also far from that of the datagram before: it is none. */
export const FAULT_CLOCK = 256;

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

// --- Compressed payloads: status of expandHist16 and expandHistN ------------------------------------------------------
export const EXPAND_OK = 0;
export const EXPAND_FIELDS = -1; // the sizes or settings of the block contradict each other
export const EXPAND_UNEVEN = -2; // its stream or its bitmap ends too early, or is left over
export const EXPAND_CHECKSUM = -3; // everything is there, but the sum of the values is not the one that was noted

// --- ASIC placement rows for assembleImage, 32 bytes: where pixel (0,0) of an ASIC lies and how it is turned --------
//   0 i32 image index of raw pixel (0,0)   4 i32 image step per raw row   8 i32 image step per raw column
//  12 i32 index of raw pixel (0,0) in the sections array   16 i32 rows   20 i32 columns
//  24 i32 raw row stride in the sections array              28 i32 section number (bit in `present`)
export const PLACEMENT_BYTES = 32;
