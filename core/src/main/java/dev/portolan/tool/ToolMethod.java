package dev.portolan.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that the model may call; found by {@link Toolbox.Builder#methods}. Each parameter is a property of the arguments; one
 * of type {@link ToolInvocation} gets the call instead and is not shown to the model.
 *
 * <pre>{@code
 * @ToolMethod(description = "Tells where a parcel is.", owner = "logistics", attempts = 3, idempotent = true)
 * Position track(@Param(description = "as printed on the label") String parcel) { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {

    /**
     * The name the model calls it by.
     *
     * @return 1 to 64 letters, digits, {@code _} and {@code -}; empty for the method's name
     */
    String name() default "";

    /**
     * What it does and when to use it, for the model.
     *
     * @return the text; empty for what {@code Description} says on the method, or nothing
     */
    String description() default "";

    /**
     * Who answers for the tool.
     *
     * @return the owner, empty for nobody named
     */
    String owner() default "";

    /**
     * What a caller must be allowed to do.
     *
     * @return the permission, empty for none
     */
    String permission() default "";

    /**
     * How careful one has to be with it.
     *
     * @return the sensitivity
     */
    Sensitivity sensitivity() default Sensitivity.NORMAL;

    /**
     * Whether making the same call twice has the effect of making it once.
     *
     * @return false, unless said otherwise
     */
    boolean idempotent() default false;

    /**
     * How often a call is made at most when it fails; more than 1 only when idempotent.
     *
     * @return the number, the first attempt included
     */
    int attempts() default 1;

    /**
     * How long one attempt may take.
     *
     * @return milliseconds; 0 for {@link ToolDefinition#DEFAULT_TIMEOUT}
     */
    long timeoutMillis() default 0;
}
