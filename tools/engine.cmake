# The engine's modules: build/wasm/engine/{strict,fast}[-threads].{mjs,wasm}, of which a page loads
# one. And the library and flags of the C tests as wasm.

# What the SIMD engine needs anyway is what these browsers have; older ones get no polyfills.
# Our own loops are vectors already: the compiler's vectors would only add bytes.
set(INK_WASM_SIMD
    -msimd128 -mbulk-memory -mnontrapping-fptoint
    -fno-vectorize -fno-slp-vectorize -fno-unroll-loops)
set(INK_WASM_LINK
    -sMIN_CHROME_VERSION=91 -sMIN_FIREFOX_VERSION=89 -sMIN_SAFARI_VERSION=160400
    -sMIN_NODE_VERSION=180000)

# What no inner loop of training lives in, or one that is as fast so, is built for size: a visitor
# downloads every byte.
set(INK_COLD ${INK_SOURCES})
string(JOIN "|" INK_COLD_FILES
       "/(base|data|train|net|schedules)/" "/kernel/(activation|channels|convolution|convolution_direct)\\.c"
       "/kernel/(convolution_sparse|gemm_pack|gemm_sparse|part|pooling|random_fill|reduce)\\.c"
       "/kernel/(scores|softmax)\\.c"
       "/optimizers/(ada(delta|grad|m|mw)|nesterov|random_search|rmsprop)\\.c" "/optim/tables\\.c")
list(FILTER INK_COLD INCLUDE REGEX ${INK_COLD_FILES})
set_source_files_properties(${INK_COLD} wasm/exports.c wasm/threads/threads.c
                            PROPERTIES COMPILE_OPTIONS -Oz)

# Their inner loops are as fast so, and the rest of them is smaller.
set_source_files_properties(src/kernel/gemm.c src/kernel/sparse.c src/kernel/spot.c
                            PROPERTIES COMPILE_OPTIONS -Os)

# What asks our exp, log, cos and pow for single numbers takes plain floats, of the same bits:
# constants of four lanes are long. Unrolled, the three lanes that nobody reads go away.
set_source_files_properties(src/net/losses/softmax_cross_entropy.c src/optim/schedules/cosine.c
                            src/optim/schedules/exponential.c src/optim/schedules/one_cycle.c
                            PROPERTIES COMPILE_OPTIONS "-O2;-funroll-loops;-DINK_SIMD_SCALAR")

# Memory that threads share, and threads by wasm/threads/ in the place of Emscripten's own. The C
# library that is linked knows of neither; only the thread that makes the session calls it.
set(INK_SHARED -matomics -D__EMSCRIPTEN_PTHREADS__=1 -I${CMAKE_SOURCE_DIR}/wasm/threads)

# zlib's inflate half, without its warnings; Emscripten's own port where no source was unpacked.
set(INK_ZLIB ${CMAKE_SOURCE_DIR}/.toolchain/zlib)
if(EXISTS ${INK_ZLIB}/inflate.c)
    # Its loop over bytes becomes a copy of memory.
    set_source_files_properties(${INK_ZLIB}/zutil.c PROPERTIES COMPILE_OPTIONS -O2)
    foreach(variant "" -threads)
        add_library(zlib${variant} OBJECT
                    ${INK_ZLIB}/crc32.c ${INK_ZLIB}/inffast.c ${INK_ZLIB}/inflate.c
                    ${INK_ZLIB}/inftrees.c ${INK_ZLIB}/zutil.c)
        target_compile_options(zlib${variant} PRIVATE ${INK_WASM_SIMD} -Oz -w)
        # Tables computed at the first use, as data they don't compress; the checksum eight bytes a
        # turn, once zlib is told of words. The other checksum is that of streams which are not
        # gzip's: nobody gets to see it.
        target_compile_definitions(zlib${variant} PRIVATE
                                   DYNAMIC_CRC_TABLE BUILDFIXED Z_SOLO adler32=crc32
                                   Z_U4=unsigned "Z_U8=unsigned long long" Z_TESTW=8)
    endforeach()
    target_compile_options(zlib-threads PRIVATE ${INK_SHARED})
endif()
function(ink_zlib target variant)
    if(TARGET zlib${variant})
        target_include_directories(${target} SYSTEM PUBLIC ${INK_ZLIB})
        target_link_libraries(${target} PRIVATE zlib${variant})
    else()
        target_compile_options(${target} PUBLIC -sUSE_ZLIB=1)
        target_link_options(${target} PUBLIC -sUSE_ZLIB=1)
    endif()
endfunction()

add_custom_target(engine)

# ink_module(variant threads LIBRARIES core… COMPILE options…): exports.c around the core as bare
# WebAssembly, and beside it our own JavaScript that starts it, for one thread or several.
function(ink_module variant threads)
    cmake_parse_arguments(PARSE_ARGV 2 OPTION "" "" "LIBRARIES;COMPILE")
    set(target engine-${variant})
    if(threads)
        set(glue ${CMAKE_SOURCE_DIR}/wasm/threads/threads.mjs)
        # Growing a shared memory makes every view of it slow, so its size is fixed.
        set(memory -sINITIAL_MEMORY=256MB
            -Wl,--shared-memory,--import-memory,--no-check-features,--export=__stack_pointer)
        add_executable(${target} wasm/exports.c wasm/threads/threads.c)
    else()
        set(glue ${CMAKE_SOURCE_DIR}/wasm/single.mjs)
        set(memory -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=1GB)
        add_executable(${target} wasm/exports.c)
    endif()
    target_compile_options(${target} PRIVATE ${INK_FLAGS} ${INK_WASM_SIMD} ${OPTION_COMPILE})
    target_link_libraries(${target} PRIVATE ${OPTION_LIBRARIES})
    target_link_options(${target} PRIVATE
        -Oz ${OPTION_COMPILE} ${INK_WASM_LINK} --no-entry -sSTRICT=1
        -sSUPPORT_LONGJMP=0 -sMALLOC=emmalloc -sABORTING_MALLOC=0 -sSTACK_SIZE=256KB ${memory})
    # Until nothing gets smaller. Zeros between data compress better than the code that skips them,
    # and functions of like names beside each other.
    target_link_options(${target} PRIVATE
        "-sBINARYEN_EXTRA_PASSES=--converge,--skip-pass=memory-packing,--reorder-functions-by-name")
    set_target_properties(${target} PROPERTIES
        OUTPUT_NAME ${variant} SUFFIX .wasm
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/engine)
    set(copy ${CMAKE_BINARY_DIR}/engine/${variant}.mjs)
    add_custom_command(OUTPUT ${copy}
                       COMMAND node ${CMAKE_SOURCE_DIR}/tools/strip.mjs ${glue} ${copy}
                       DEPENDS ${glue} ${CMAKE_SOURCE_DIR}/tools/strip.mjs)
    add_custom_target(engine-${variant}-module ALL DEPENDS ${copy})
    add_dependencies(${target} engine-${variant}-module)
    add_dependencies(engine ${target})
endfunction()

# The core of the C tests and of the build "check".
add_library(inkling STATIC ${INK_SOURCES})
ink_core(inkling ${INK_WASM_SIMD})
ink_zlib(inkling "")

# ink_engine(variant threads options…): the module of that name, its core compiled with the options
# and without the sentences, which tables.txt holds.
function(ink_engine variant threads)
    set(core inkling-${variant})
    add_library(${core} STATIC ${INK_SOURCES})
    ink_core(${core} ${INK_WASM_SIMD} ${ARGN})
    target_compile_definitions(${core} PUBLIC INK_WITHOUT_SENTENCES)
    ink_zlib(${core} "${threads}")
    ink_module(${variant} "${threads}" LIBRARIES ${core} COMPILE ${ARGN})
endfunction()

set(INK_RELAXED -mrelaxed-simd -DINK_SIMD_RELAXED)
ink_engine(strict "")
ink_engine(fast "" ${INK_RELAXED})
ink_engine(strict-threads -threads ${INK_SHARED})
ink_engine(fast-threads -threads ${INK_SHARED} ${INK_RELAXED})

set(INK_TABLES ${CMAKE_BINARY_DIR}/engine/tables.txt)
add_custom_command(OUTPUT ${INK_TABLES}
                   COMMAND node ${CMAKE_SOURCE_DIR}/tools/tables.mjs ${CMAKE_BINARY_DIR}/engine
                   DEPENDS engine-check ${CMAKE_SOURCE_DIR}/tools/tables.mjs)
add_custom_target(tables ALL DEPENDS ${INK_TABLES})
add_dependencies(engine tables)

# Node 20 knows relaxed SIMD behind a flag that later majors have dropped.
execute_process(COMMAND node --version OUTPUT_VARIABLE INK_NODE_VERSION)
set(INK_RUN_RELAXED node)
if(INK_NODE_VERSION MATCHES "^v20\\.")
    list(APPEND INK_RUN_RELAXED --experimental-wasm-relaxed-simd)
endif()

# The C tests link the strict core; -O1 spares wasm-opt's and terser's time on each of them.
function(ink_wasm_test target)
    target_link_options(${target} PRIVATE
        -O1 ${INK_WASM_LINK} -sENVIRONMENT=node -sNODERAWFS=1 -sEXIT_RUNTIME=1
        -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=2GB -sSTACK_SIZE=1MB
        --pre-js ${CMAKE_SOURCE_DIR}/tools/node_environment.js)
    set_property(TARGET ${target} PROPERTY CROSSCOMPILING_EMULATOR node)
    if(target MATCHES "_wasm_relaxed$")
        target_compile_options(${target} PRIVATE -mrelaxed-simd)
        target_link_options(${target} PRIVATE -mrelaxed-simd)
        set_property(TARGET ${target} PROPERTY CROSSCOMPILING_EMULATOR ${INK_RUN_RELAXED})
    endif()
endfunction()

# The tests' .js files are CommonJS, inside a project whose package.json says "module".
file(WRITE ${CMAKE_BINARY_DIR}/package.json "{ \"type\": \"commonjs\" }\n")
