package dev.usher.web.limit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often what may be done, each as {@code <number>/<ISO 8601 duration>} or {@code unlimited}. The same for all
 * processes of a deployment. So many at once, and then one after each share of the time: {@code 60/PT1H} is sixty, and
 * one more each minute.
 *
 * @param signIn signing in
 * @param token calls whose credential is a signed token in the body
 * @param registrationLetter letters that anybody may have sent to any address, for an account
 * @param verificationLetter letters that prove an invited address to whoever is signed in
 * @param invitationLetter letters that invite, and that invite again
 */
@ConfigurationProperties("usher.limits")
public record LimitSettings(
        @DefaultValue SignIn signIn,
        @DefaultValue Token token,
        @DefaultValue RegistrationLetter registrationLetter,
        @DefaultValue VerificationLetter verificationLetter,
        @DefaultValue InvitationLetter invitationLetter) {

    /**
     * @param byAddress default 100/PT1M: a school behind one address opens in the morning, and comparing their passwords
     *     (a quarter of a second each) leaves processors to others. {@code USHER_LIMITS_SIGN_IN_BY_ADDRESS}
     * @param byName default 20/PT10M, under one user name or address, right or wrong: nobody mistypes as often, and
     *     3000 guesses a day find no password of 8 characters that is not on a list. Not less, since whoever keeps
     *     trying keeps the owner from signing in. {@code USHER_LIMITS_SIGN_IN_BY_NAME}
     */
    public record SignIn(
            @DefaultValue("100/PT1M") Limit byAddress,
            @DefaultValue("20/PT10M") Limit byName) {}

    /**
     * @param byAddress default 300/PT1M: opening the links of letters and setting up accounts. Guessing a token is hopeless
     *     anyway, this bounds the work. {@code USHER_LIMITS_TOKEN_BY_ADDRESS}
     */
    public record Token(@DefaultValue("300/PT1M") Limit byAddress) {}

    /**
     * @param byAddress default 60/PT1H: a class registers at once; a stranger makes us write 60 letters, then one a minute.
     *     {@code USHER_LIMITS_REGISTRATION_LETTER_BY_ADDRESS}
     * @param byRecipient default 5/PT1H: a letter that got lost is asked for again, and nobody's mailbox is filled by whoever
     *     knows the address. Counted apart from other letters, so that no stranger can keep invitations away.
     *     {@code USHER_LIMITS_REGISTRATION_LETTER_BY_RECIPIENT}
     */
    public record RegistrationLetter(
            @DefaultValue("60/PT1H") Limit byAddress,
            @DefaultValue("5/PT1H") Limit byRecipient) {}

    /**
     * @param byCaller default 20/PT1H: nobody has more addresses to prove.
     *     {@code USHER_LIMITS_VERIFICATION_LETTER_BY_CALLER}
     * @param byRecipient default 5/PT1H, as for registering. {@code USHER_LIMITS_VERIFICATION_LETTER_BY_RECIPIENT}
     */
    public record VerificationLetter(
            @DefaultValue("20/PT1H") Limit byCaller,
            @DefaultValue("5/PT1H") Limit byRecipient) {}

    /**
     * @param byInviter default 20000/P1D: a batch of the largest size (10,000) goes through, and so does its repetition; an
     *     account that was taken over writes no more. {@code USHER_LIMITS_INVITATION_LETTER_BY_INVITER}
     * @param byTeam default 50000/P1D: founding a team costs nothing, so this bounds several inviters of one team, not one
     *     inviter. {@code USHER_LIMITS_INVITATION_LETTER_BY_TEAM}
     * @param byRecipient default 20/P1D, an address or a user, by all teams together: who never asked for it gets no more, and
     *     who joins many teams in one day is not stopped. {@code USHER_LIMITS_INVITATION_LETTER_BY_RECIPIENT}
     */
    public record InvitationLetter(
            @DefaultValue("20000/P1D") Limit byInviter,
            @DefaultValue("50000/P1D") Limit byTeam,
            @DefaultValue("20/P1D") Limit byRecipient) {}
}
