# The engine's modules: build/wasm/engine/{strict,fast,strict-threads}.{mjs,wasm}, of which a page
# loads one. And the library and flags of the C tests as wasm.

# What the SIMD engine needs anyway is what these browsers have; older ones get no polyfills.
# Our own loops are vectors already: the compiler's vectors would only add bytes.
set(INK_WASM_SIMD
    -msimd128 -mbulk-memory -mnontrapping-fptoint
    -fno-vectorize -fno-slp-vectorize -fno-unroll-loops)
set(INK_WASM_LINK
    -sMIN_CHROME_VERSION=91 -sMIN_FIREFOX_VERSION=89 -sMIN_SAFARI_VERSION=160400
    -sMIN_NODE_VERSION=180000)

# What no inner loop of training lives in is built for size: a visitor downloads every byte.
set(INK_COLD ${INK_SOURCES})
list(FILTER INK_COLD INCLUDE REGEX
     "/src/(base|data|train|net|optim/schedules)/|/src/kernel/(activation|channels|scores|softmax)")
set_source_files_properties(${INK_COLD} wasm/exports.c PROPERTIES COMPILE_OPTIONS -Oz)

# zlib's inflate half, without its warnings; Emscripten's own port where no source was unpacked.
set(INK_ZLIB ${CMAKE_SOURCE_DIR}/.toolchain/zlib)
function(ink_zlib target variant)
    if(EXISTS ${INK_ZLIB}/inflate.c)
        add_library(zlib-${variant} OBJECT
                    ${INK_ZLIB}/adler32.c ${INK_ZLIB}/crc32.c ${INK_ZLIB}/inffast.c
                    ${INK_ZLIB}/inflate.c ${INK_ZLIB}/inftrees.c ${INK_ZLIB}/zutil.c)
        target_compile_options(zlib-${variant} PRIVATE ${INK_WASM_SIMD} ${ARGN} -Os -w)
        # Tables computed at the first use; as data they don't compress.
        target_compile_definitions(zlib-${variant} PRIVATE DYNAMIC_CRC_TABLE)
        target_include_directories(${target} SYSTEM PUBLIC ${INK_ZLIB})
        target_link_libraries(${target} PRIVATE zlib-${variant})
    else()
        target_compile_options(${target} PUBLIC -sUSE_ZLIB=1)
        target_link_options(${target} PUBLIC -sUSE_ZLIB=1)
    endif()
endfunction()

add_custom_target(engine)

# ink_module(variant LIBRARIES core… COMPILE options… LINK options…): exports.c around the core.
function(ink_module variant)
    cmake_parse_arguments(PARSE_ARGV 1 OPTION "" "" "LIBRARIES;COMPILE;LINK")
    set(target engine-${variant})
    add_executable(${target} wasm/exports.c)
    target_compile_options(${target} PRIVATE ${INK_FLAGS} ${INK_WASM_SIMD} ${OPTION_COMPILE})
    target_link_libraries(${target} PRIVATE ${OPTION_LIBRARIES})
    target_link_options(${target} PRIVATE
        -Oz ${OPTION_COMPILE} ${INK_WASM_LINK} --no-entry -sSTRICT=1
        -sMODULARIZE=1 -sEXPORT_ES6=1 -sEXPORT_NAME=createEngine
        # A page's Content-Security-Policy forbids eval, and the core has no files to open.
        -sDYNAMIC_EXECUTION=0 -sFILESYSTEM=0 -sASSERTIONS=0 -sSUPPORT_LONGJMP=0
        -sMALLOC=emmalloc -sABORTING_MALLOC=0 -sSTACK_SIZE=256KB
        -sEXPORTED_RUNTIME_METHODS=HEAPU8,HEAP32,HEAPU32,HEAPF32,wasmMemory
        ${OPTION_LINK})
    set_target_properties(${target} PROPERTIES
        OUTPUT_NAME ${variant} SUFFIX .mjs
        RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/engine)
    add_dependencies(engine ${target})
endfunction()

# ink_engine(variant core COMPILE options… LINK options…): the core as a library of that name, and
# its module.
function(ink_engine variant core)
    cmake_parse_arguments(PARSE_ARGV 2 OPTION "" "" "COMPILE;LINK")
    add_library(${core} STATIC ${INK_SOURCES})
    ink_core(${core} ${INK_WASM_SIMD} ${OPTION_COMPILE})
    ink_zlib(${core} ${variant} ${OPTION_COMPILE})
    ink_module(${variant} LIBRARIES ${core} COMPILE ${OPTION_COMPILE} LINK ${OPTION_LINK})
endfunction()

# Without "web" the module would import Node's `module` at its top, which no browser has.
set(INK_ENVIRONMENT -sENVIRONMENT=web,worker,node)

# One thread: memory grows as the model and the data ask for it.
set(INK_GROWING
    ${INK_ENVIRONMENT} -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile
    -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=16MB -sMAXIMUM_MEMORY=1GB)
ink_engine(strict inkling LINK ${INK_GROWING})
ink_engine(fast inkling-fast COMPILE -mrelaxed-simd -DINK_SIMD_RELAXED LINK ${INK_GROWING})

# Threads: growing a shared memory makes every view of it slow, so its size is fixed. The pool is
# made at start, because a thread made later only starts when its maker yields to the event loop.
ink_engine(strict-threads inkling-threads COMPILE -pthread LINK
    ${INK_ENVIRONMENT}
    -sINCOMING_MODULE_JS_API=wasmBinary,instantiateWasm,locateFile,wasmMemory
    -sINITIAL_MEMORY=256MB "-sPTHREAD_POOL_SIZE=Module['pthreadPoolSize']??1"
    -sPTHREAD_POOL_SIZE_STRICT=0 -sDEFAULT_PTHREAD_STACK_SIZE=256KB)

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
