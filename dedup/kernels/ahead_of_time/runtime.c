/* What the code that numba makes asks of its runtime: memory for arrays, and its release.
 *
 * A NULL becomes a MemoryError. DEDUP_SOURCES names the sources that the library was made from. */
#include <stdint.h>
#include <stdlib.h>

typedef struct {
    size_t references;
    void (*destructor)(void *, size_t, void *);
    void *destructor_info;
    void *data;
    size_t size;
    void *external;
} Memory;

const char dedup_sources[] = DEDUP_SOURCES;

Memory *NRT_MemInfo_alloc_aligned(size_t size, uint32_t alignment) {
    Memory *memory = malloc(sizeof(Memory) + size + alignment);
    if (memory == NULL) return NULL;
    uintptr_t data = (uintptr_t)(memory + 1);
    memory->references = 1;
    memory->destructor = NULL;
    memory->destructor_info = NULL;
    memory->data = (void *)((data + alignment - 1) / alignment * alignment);
    memory->size = size;
    memory->external = NULL;
    return memory;
}

void NRT_MemInfo_call_dtor(Memory *memory) { free(memory); }

void dedup_release(Memory *memory) {
    if (memory != NULL && --memory->references == 0) free(memory);
}
