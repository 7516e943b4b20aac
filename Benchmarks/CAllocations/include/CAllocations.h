#pragma once

/// Allocations and reallocations of this process so far, of every library in it.
long allocation_count(void);
