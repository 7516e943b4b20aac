#pragma once

/// Times that this process had a file put on the disk, by whichever library in it.
long sync_count(void);
