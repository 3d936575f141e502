/** What callers of this library and of LangChain4j see of the same faults. */
@org.jspecify.annotations.NullMarked
package dev.portolan.interop.langchain4j;
